// chitty portal dashboard open: a link that signs in once, handed to the browser.
#include <chitty/members.hpp>
#include <chittyportal_names.hpp>

namespace chittyportal::commands {

using namespace chitty;

// The link itself is shown only to who asks for it: else it goes to the browser alone, by a file that only the person can read.
Result<Reply> dashboard_open(const DashboardOpen& args, Host& host) {
  CHITTY_TRY(const auto reply, host.send(post("/v1/links")));
  const auto url = text_in(reply.value(), "url");
  if (url.empty()) return make_error(Code::malformed, "The portal's answer has no link.");
  json::object shown{{"subject", text_in(reply.value(), "subject")}, {"portal", text_in(reply.value(), "portal")}, {"expiresAt", text_in(reply.value(), "expiresAt")}};
  if (args.print) {
    shown["url"] = url;
    host.note("The link is good for one minute and one use");
    return Reply(std::move(shown));
  }
  if (auto opened = host.open_browser(url); !opened) {
    auto error = opened.error();
    if (error.code == Code::not_supported) error.hint = "Print the link and open it elsewhere: chitty portal dashboard open --print";
    return error;
  }
  return Reply(std::move(shown));
}

}  // namespace chittyportal::commands
