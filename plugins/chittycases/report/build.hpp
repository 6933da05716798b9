// The report of a case, from what `intel run` has linked. Any thread.
#pragma once

#include <boost/json/object.hpp>

#include "sheet.hpp"

namespace chittycases::report {

// `intel` as the service gives it.
Sheet sheet_of(const boost::json::object& intel);

}  // namespace chittycases::report
