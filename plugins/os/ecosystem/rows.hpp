// What std::erase_if does, for arrays of JSON.
#pragma once

#include <boost/json/array.hpp>

#include <algorithm>

namespace os {

template <class Fits>
void erase_rows(boost::json::array& rows, Fits fits) {
  rows.erase(std::remove_if(rows.begin(), rows.end(), fits), rows.end());
}

}  // namespace os
