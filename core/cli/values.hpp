// One argument's text to its typed value, or a refusal in the person's words.
#pragma once

#include <chitty/error.hpp>
#include <string>

#include "manifest/manifest.hpp"

namespace chitty::host {

// `as_written` is what the person knows the argument by: "--entity", "-e", "<id>".
Result<json::value> to_value(const Argument& argument, const std::string& text, const std::string& as_written,
                             std::int64_t now_ms);

// A manifest's default, typed like a given value; null when there is none.
Result<json::value> default_value(const Argument& argument, std::int64_t now_ms);

// Are its choices so many that its form is told instead of them?
bool has_many_choices(const Argument& argument);

// "<entity>", "<path>": how help and messages show the value of an argument.
std::string placeholder(const Argument& argument);

}  // namespace chitty::host
