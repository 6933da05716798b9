// What a check found, for people: as Markdown, and as a PDF of plain text. Any thread.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

namespace chittycertify {

// `assessment` as the service gives it.
std::string markdown_of(const boost::json::object& assessment);
std::string pdf_of(const boost::json::object& assessment);

// Pages of lines in a font of one width. Characters beyond Latin-1 come out as question marks.
std::string pdf_of_lines(const std::string& title, const std::vector<std::string>& lines);

}  // namespace chittycertify
