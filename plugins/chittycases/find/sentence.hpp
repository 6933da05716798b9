// The sentence around a place. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace chittycases::find {

// From `begin` to `end` lies in it; at most 240 bytes more on either side.
std::string sentence_around(std::string_view text, std::size_t begin, std::size_t end);

}  // namespace chittycases::find
