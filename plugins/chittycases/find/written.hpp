// Days as texts.
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <string>

#include "date_at.hpp"

namespace chittycases::find {

std::string written(std::chrono::year_month_day day);  // "2026-03-03"
boost::json::object value_of(const WrittenDay& day);

}  // namespace chittycases::find
