// The pages that a person sees: plain HTML forms that submit without scripts, nothing from elsewhere, in the light and
// in the dark, on a phone and by keyboard.
#pragma once

#include <chitty/html.hpp>
#include <chitty/service.hpp>
#include <string>
#include <string_view>

namespace chitty::auth {

// A whole page. `body` is HTML already. A form of it may send the browser to this service and, by a redirect, to
// `redirect_origin` (empty: nowhere else).
Result<Response> page(Service& service, int status, std::string_view title, std::string_view body,
                      std::string_view redirect_origin = {});

// A page with one sentence, and what to do.
Result<Response> message_page(Service& service, int status, std::string_view title, std::string_view sentence,
                              std::string_view hint = {});

std::string hidden_field(std::string_view name, std::string_view value);

// What a scope allows, in words: "read what acme keeps".
std::string scope_in_words(std::string_view scope);

// Send the browser on (303, so that a form's data are not sent along).
Response redirect_to(std::string location);

}  // namespace chitty::auth
