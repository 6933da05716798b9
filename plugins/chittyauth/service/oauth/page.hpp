// The pages that a person sees: plain HTML forms that submit without scripts, nothing from elsewhere, in the light and
// in the dark, on a phone and by keyboard. One script there is, in pages with a key: it keeps the session's key where only
// pages of this host and port can read it, and fills it in. Without it every grant takes a sign-in of its own.
#pragma once

#include <chitty/html.hpp>
#include <chitty/service.hpp>
#include <string>
#include <string_view>

namespace chitty::auth {

// A whole page. `body` is HTML already. A form of it may send the browser to this service and, by a redirect, to
// `leads_to`, a source as policy_source gives it (empty: nowhere else). `with_key`: it has a field of the name key.
Result<Response> page(Service& service, int status, std::string_view title, std::string_view body,
                      std::string_view leads_to = {}, bool with_key = false);

inline constexpr std::string_view cannot_be_answered = "This request cannot be answered";

// A page with one sentence, and what to do.
Result<Response> message_page(Service& service, int status, std::string_view title, std::string_view sentence,
                              std::string_view hint = {});

// HTML with a text in the place of each {name}, escaped; of a {!name} it is HTML already.
using Texts = std::initializer_list<std::pair<std::string_view, std::string_view>>;
std::string filled(std::string_view html, Texts texts);

// What went wrong, above a form; nothing without a problem.
std::string problem_in_page(std::string_view problem);

std::string hidden_field(std::string_view name, std::string_view value);

// What a scope allows, in words: "read what acme keeps".
std::string scope_in_words(std::string_view scope);

// Send the browser on (303, so that a form's data are not sent along).
Response redirect_to(std::string location);

}  // namespace chitty::auth
