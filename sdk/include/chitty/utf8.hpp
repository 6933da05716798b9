// Is it UTF-8 (RFC 3629)? What comes from outside is asked before it goes into JSON.
#ifndef CHITTY_UTF8_HPP
#define CHITTY_UTF8_HPP

#include <cstddef>
#include <string_view>

namespace chitty {

bool is_utf8(std::string_view text);

}  // namespace chitty

#endif  // CHITTY_UTF8_HPP
