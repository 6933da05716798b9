#include "page.hpp"

#include <chitty/base64.hpp>

namespace chitty::auth {

namespace {

constexpr std::string_view style = R"css(
:root{color-scheme:light dark;--ink:#1b1b1f;--paper:#fff;--faint:#5a5d66;--line:#8b8f99;--act:#0b57d0;--on-act:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#e9e9ee;--paper:#16171b;--faint:#b3b6c0;--line:#7d818c;--act:#a8c7fa;--on-act:#062e6f}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.5 system-ui,sans-serif}
main{max-width:32rem;margin:0 auto;padding:1.5rem 1.25rem 3rem}
h1{font-size:1.4rem;line-height:1.25;overflow-wrap:anywhere}
p,li,dd{overflow-wrap:anywhere}
ul{padding-left:1.25rem}
dt{color:var(--faint)}
dd{margin:0 0 .75rem}
code{font-family:ui-monospace,monospace}
label{display:block;margin:1rem 0 .25rem}
input[type=text]{width:100%;min-height:3rem;padding:.5rem .75rem;font:1.25rem ui-monospace,monospace;color:inherit;background:transparent;border:2px solid var(--line);border-radius:.5rem}
.choices{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1.5rem}
button{flex:1 1 9rem;min-height:3rem;padding:.5rem 1rem;font:inherit;font-weight:600;border:2px solid var(--act);border-radius:.5rem;background:transparent;color:var(--act);cursor:pointer}
button.first{background:var(--act);color:var(--on-act)}
:focus-visible{outline:3px solid var(--act);outline-offset:2px}
.faint{color:var(--faint)}
)css";

// A key that is there is kept, one that is not is filled in.
constexpr std::string_view key_script = R"js(
try{for(const field of document.querySelectorAll("input[name=key]"))
if(field.value)localStorage.setItem("chitty_key",field.value);else field.value=localStorage.getItem("chitty_key")||""}catch(none){}
)js";

constexpr std::string_view whole_page = R"html(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>{title}</title><style nonce="{nonce}">{!style}</style></head><body><main><h1>{title}</h1>
{!body}
</main>{!script}</body></html>
)html";

struct Words {
  std::string_view action, words;
};
constexpr Words actions[] = {{"*", "do everything in "},
                             {"read", "read what is kept by "},
                             {"write", "change what is kept by "},
                             {"generate", "make new identifiers with "},
                             {"delete", "remove what is kept by "}};

}  // namespace

std::string filled(std::string_view html, Texts texts) {
  std::string whole;
  for (auto open = html.find('{'); open != html.npos; open = html.find('{')) {
    const auto close = html.find('}', open);
    auto name = html.substr(open + 1, close - open - 1);
    const bool is_html = name.starts_with('!');
    if (is_html) name.remove_prefix(1);
    whole.append(html.substr(0, open));
    for (const auto& [key, text] : texts)
      if (key == name) whole.append(is_html ? std::string(text) : escape_html(text));
    html.remove_prefix(close + 1);
  }
  return whole.append(html);
}

Result<Response> page(Service& service, int status, std::string_view title, std::string_view body,
                      std::string_view leads_to, bool with_key) {
  CHITTY_TRY(const auto nonce, new_secret(service.crypto(), 16));
  Response response;
  response.status = status;
  response.body = filled(whole_page, {{"title", title},
                                      {"nonce", nonce},
                                      {"style", style},
                                      {"body", body},
                                      {"script", with_key ? filled(R"(<script nonce="{nonce}">{!script}</script>)", {{"nonce", nonce}, {"script", key_script}}) : ""}});
  const auto script = with_key ? "script-src 'nonce-" + nonce + "'; " : std::string();
  std::string policy = "default-src 'none'; style-src 'nonce-" + nonce + "'; " + script +
                       "base-uri 'none'; frame-ancestors 'none'; form-action 'self'";
  if (!leads_to.empty()) policy.append(" ").append(leads_to);
  response.headers = {
      {"Content-Type", "text/html; charset=utf-8"}, {"Content-Security-Policy", policy}, {"X-Frame-Options", "DENY"}, {"X-Content-Type-Options", "nosniff"}, {"Referrer-Policy", "same-origin"}, {"Cache-Control", "no-store"}};
  return response;
}

Result<Response> message_page(Service& service, int status, std::string_view title, std::string_view sentence,
                              std::string_view hint) {
  const auto more = hint.empty() ? std::string() : filled(R"(<p class="faint">{hint}</p>)", {{"hint", hint}});
  return page(service, status, title, filled("<p>{sentence}</p>", {{"sentence", sentence}}) + more);
}

std::string problem_in_page(std::string_view problem) {
  return problem.empty() ? "" : filled(R"(<p role="alert"><strong>{problem}</strong></p>)", {{"problem", problem}});
}

std::string hidden_field(std::string_view name, std::string_view value) {
  return filled(R"(<input type="hidden" name="{name}" value="{value}">)", {{"name", name}, {"value", value}});
}

std::string scope_in_words(std::string_view scope) {
  if (scope == "openid") return "know who you are";
  if (scope == "offline_access") return "stay connected until you revoke it";
  if (scope == "admin:*") return "do everything that you may do, in every service";
  const auto service = scope.substr(0, scope.find(':'));
  const auto action = scope.substr(service.size() < scope.size() ? service.size() + 1 : service.size());
  for (const auto& [name, words] : actions)
    if (name == action) return std::string(words).append(service);
  return std::string("use ").append(service).append(" for ").append(action);
}

Response redirect_to(std::string location) {
  Response response;
  response.status = 303;
  response.headers = {{"Location", std::move(location)}, {"Cache-Control", "no-store"}, {"Referrer-Policy", "no-referrer"}};
  return response;
}

}  // namespace chitty::auth
