// What a visitor of the loopback listener asks for, read piece by piece, and the page to answer with (with exchange.cpp
// the only files with Beast). Anybody on this machine and any page in the browser may knock here, so whoever does not
// come as a browser that follows a link is not heard.
#pragma once

#include <boost/json/object.hpp>
#include <chitty/error.hpp>
#include <memory>
#include <string>
#include <string_view>

namespace chitty::host {

namespace json = boost::json;

class VisitRequest {
 public:
  // `host` as the browser must call us ("127.0.0.1:8085"), `path` that is waited for.
  VisitRequest(std::string host, std::string path);
  ~VisitRequest();
  VisitRequest(VisitRequest&&) noexcept;
  VisitRequest& operator=(VisitRequest&&) noexcept;

  // Take more bytes: 0 while the head is not whole, 200 for the visit that is waited for, else the status of the
  // refusal.
  int take(std::string_view bytes);

  // The parameters of the visit's query, decoded. MALFORMED when one is there twice or is not UTF-8.
  Result<json::object> query() const;

 private:
  struct Parser;
  int judge() const;

  std::string host_, path_;
  std::unique_ptr<Parser> parser_;
};

// A whole reply: a small page that says `text`, escaped, loads nothing and is kept nowhere.
std::string visit_page(int status, std::string_view text);

}  // namespace chitty::host
