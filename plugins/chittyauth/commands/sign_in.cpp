// chitty auth sign-in; clients list, create and remove are declared in manifest.json
#include <chitty/members.hpp>

#include "../names.hpp"

namespace chittyauth::commands {

// A code for the browser's page, good for five minutes and one use.
Result<Reply> sign_in(const SignIn& args, Host& host) {
  CHITTY_TRY(auto reply, host.send(post("/v1/oauth/sign-in-codes")));
  const auto url = text_in(reply.value(), "url");
  if (text_in(reply.value(), "code").empty() || url.empty())
    return make_error(Code::malformed, "The service's answer has no code to sign in with.");
  if (args.open) CHITTY_DO(host.open_browser(url));
  return reply;
}

}  // namespace chittyauth::commands
