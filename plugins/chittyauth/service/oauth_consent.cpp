#include "oauth_consent.hpp"

#include "../scope.hpp"
#include "oauth_page.hpp"

namespace chitty::auth {

Scopes grantable(const Scopes& asked, const Session& session) {
  Scopes granted;
  for (const auto& scope : asked)
    if (is_about_identity(scope) || covers(session.scopes, scope)) granted.push_back(scope);
  return granted;
}

Result<Response> consent_page(Service& service, const Browser& browser, const Consent& consent) {
  std::string body = "<p><strong>" + escape_html(consent.client.name) +
                     "</strong> asks to act in your name. It would be able to</p><ul>";
  for (const auto& scope : consent.scopes)
    body +=
        "<li>" + escape_html(scope_in_words(scope)) + " <span class=\"faint\">(" + escape_html(scope) + ")</span></li>";
  body += "</ul><dl><dt>You are</dt><dd>" + escape_html(browser.session->subject) + "</dd><dt>The program</dt><dd>" +
          escape_html(consent.client.id) + (consent.client.created_by.empty() ? " (it registered itself)" : "") +
          "</dd>";
  if (!consent.leads_to.empty()) body += "<dt>It takes you to</dt><dd>" + escape_html(consent.leads_to) + "</dd>";
  body += "</dl><form method=\"post\" action=\"" + escape_html(std::string(service.base_url()) + consent.action) +
          "\">" + consent.fields + hidden_field("form", form_token(service, browser)) +
          "<div class=\"choices\"><button class=\"first\" name=\"decision\" value=\"allow\">Allow</button>"
          "<button name=\"decision\" value=\"deny\">Do not allow</button></div></form>";
  return page(service, 200, "Allow " + consent.client.name + "?", body, consent.leads_to);
}

}  // namespace chitty::auth
