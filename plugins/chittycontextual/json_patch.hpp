// How two JSON values differ, as operations of JSON Patch (RFC 6902).
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace chittycontextual {

// [{"op":"replace","path":"/a/0","value":…,"before":…}]: applied to `from` in their order they make `to`. What begins and ends alike in
// two arrays is left as it is.
boost::json::array changes_between(const boost::json::value& from, const boost::json::value& to);

// `value` with the operations applied; false when one does not fit. Of add, remove and replace.
bool apply_changes(boost::json::value& value, const boost::json::array& changes);

}  // namespace chittycontextual
