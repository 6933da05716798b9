// Members of JSON objects, where being absent and being of another type come to the same.
#ifndef CHITTY_MEMBERS_HPP
#define CHITTY_MEMBERS_HPP

#include <boost/json/object.hpp>
#include <chitty/error.hpp>
#include <string>
#include <string_view>

namespace chitty {

// The text; empty when the member is absent or no string.
std::string text_in(const json::object& object, std::string_view member);

// The same of a value that may be no object.
std::string text_in(const json::value& value, std::string_view member);

// The text for a column or member that is null where there is none.
json::value text_or_null(std::string_view text);

// The object; empty when the member is absent or null. INVALID_ARGUMENT names a member that is something else.
Result<json::object> object_in(const json::object& object, std::string_view member);

}  // namespace chitty

#endif  // CHITTY_MEMBERS_HPP
