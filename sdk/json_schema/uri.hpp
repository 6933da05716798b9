// What `$id` and `$ref` say: URI references (RFC 3986) and JSON pointers (RFC 6901) in their fragments.
#pragma once

#include <string>
#include <string_view>

namespace chitty::json_schema {

// A URI without its fragment, and the fragment without '#', as written.
struct UriReference {
  std::string document;
  std::string fragment;
};

// `reference` as it is meant in a document of the URI `base` (RFC 3986, 5.2); an empty base leaves it as it is.
UriReference resolve_reference(std::string_view base, std::string_view reference);

std::string percent_decoded(std::string_view text);

// One step of a JSON pointer: "/" and the name, with '~' and '/' escaped; and the name of a step, without its "/".
std::string pointer_step(std::string_view name);
std::string unescaped_step(std::string_view step);

}  // namespace chitty::json_schema
