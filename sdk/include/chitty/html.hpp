// Text into a page: what a browser would take for markup is written so that it shows as it is, between tags and inside
// quoted attributes alike.
#ifndef CHITTY_HTML_HPP
#define CHITTY_HTML_HPP

#include <string>
#include <string_view>

namespace chitty {

std::string escape_html(std::string_view text);

}  // namespace chitty

#endif  // CHITTY_HTML_HPP
