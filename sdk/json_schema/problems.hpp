// What is wrong with a schema, gathered while it is compiled.
#pragma once

#include <chitty/error.hpp>

#include <boost/json/array.hpp>
#include <string>

namespace chitty::json_schema {

class Problems {
 public:
  void add(const std::string& at, const std::string& message) {
    if (all_.size() < 64) all_.push_back(json::object{{"at", at}, {"message", message}});
  }
  bool empty() const { return all_.empty(); }

  // The first as a sentence, all as details.
  Error error() const {
    const auto& first = all_.front().as_object();
    const std::string at(first.at("at").as_string());
    auto out = make_error(Code::configuration, "The JSON Schema is not usable: " + (at.empty() ? "" : at + " ") +
                                                   std::string(first.at("message").as_string()));
    out.details["problems"] = all_;
    return out;
  }

 private:
  json::array all_;
};

}  // namespace chitty::json_schema
