// JSON pointers that change what they lead to.
#pragma once

#include <boost/json/value.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace chittyschema::steps {

namespace json = boost::json;

// "/a~1b/c": ["a/b", "c"].
std::vector<std::string> parts_of(std::string_view pointer);

// Null: nothing is there.
json::value* find(json::value& document, std::string_view pointer);

// Take a member out; false: it is not there. Members behind it keep their order.
bool take(json::value& document, std::string_view pointer, json::value& into);

// Put a member in; objects on the way are made. False: something that is no object is in the way, or it is there already.
bool put(json::value& document, std::string_view pointer, json::value value);

// Each place that `places` leads to, * being every item or member.
void each(json::value& document, std::string_view places, const std::function<void(json::value&)>& take);

}  // namespace chittyschema::steps
