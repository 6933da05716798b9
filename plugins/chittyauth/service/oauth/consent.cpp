#include "consent.hpp"

#include "../../redirect_uri.hpp"
#include "../../scope.hpp"
#include "page.hpp"

namespace chitty::auth {

Scopes grantable(const Scopes& asked, const Session& session) {
  Scopes granted;
  for (const auto& scope : asked)
    if (is_about_identity(scope) || covers(session.scopes, scope)) granted.push_back(scope);
  return granted;
}

Result<Response> consent_page(Service& service, const Browser& browser, const Consent& consent) {
  const auto name = shown_name(consent.client), leads_to = consent.redirect_uri.empty() ? "" : redirect_origin(consent.redirect_uri);
  std::string scopes;
  for (const auto& scope : consent.scopes)
    scopes += filled(R"(<li>{words} <span class="faint">({scope})</span></li>)", {{"words", scope_in_words(scope)}, {"scope", scope}});
  const auto to = leads_to.empty() ? "" : filled("<dt>It takes you to</dt><dd>{to}</dd>", {{"to", leads_to}});
  const auto body = filled(R"(<p><strong>{name}</strong> asks to act in your name. It would be able to</p><ul>{!scopes}</ul>)"
                           R"(<dl><dt>You are</dt><dd>{subject}</dd><dt>The program</dt><dd>{program}</dd>{!to}</dl>)"
                           R"(<form method="post" action="{action}">{!fields}<div class="choices">)"
                           R"(<button class="first" name="decision" value="allow">Allow</button>)"
                           R"(<button name="decision" value="deny">Do not allow</button></div></form>)",
                           {{"name", name},
                            {"scopes", scopes},
                            {"subject", browser.session->subject},
                            {"program", consent.client.id + where_from(consent.client)},
                            {"to", to},
                            {"action", std::string(service.base_url()) + consent.action},
                            {"fields", consent.fields + hidden_field("form", browser.form) + hidden_field("key", browser.key)}});
  return page(service, 200, "Allow " + name + "?", body, policy_source(consent.redirect_uri), true);
}

Result<Response> sign_in_again(Service& service, const Browser& browser, std::string_view next) {
  return sign_in_page(service, browser, next, "Nothing was granted yet: this page cannot show that it is yours. Sign in once more.");
}

}  // namespace chitty::auth
