// Properties of Unicode by ECMA-262's long names, as PCRE2 writes them.
#pragma once

#include <string>
#include <string_view>

namespace chitty::json_schema {

// "Letter" and "General_Category=Letter": "L"; "Script=Greek": "script:Greek"; any other stays as it is.
std::string pcre_property(std::string_view name);

}  // namespace chitty::json_schema
