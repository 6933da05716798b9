// Small things with text.
#pragma once

#include <chitty/utf8.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace chitty {

std::string_view trim(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);  // "a,,b" -> "a", "", "b"; "" -> nothing
std::string join(const std::vector<std::string>& parts, std::string_view separator);

// The words of `candidates` that are nearest to `word` (edit distance with transposition, at most a third of its
// length and at least 1), nearest first, at most three.
std::vector<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates);

// "Did you mean 'a' or 'b'?", or empty when there is no candidate.
std::string did_you_mean(const std::vector<std::string>& nearest);

}  // namespace chitty
