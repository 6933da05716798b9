// For services with pages: the cookie by which a browser is known again. A cookie goes to every port of a host, so it has a name of
// this service's own address, and shows nothing by itself. On the request's thread.
#ifndef CHITTY_COOKIE_HPP
#define CHITTY_COOKIE_HPP

#include <chitty/service.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace chitty {

// Did the browser come by HTTPS?
bool is_secure(const Service& service);

// The value of the cookie `name` in a Cookie field; empty when there is none.
std::string cookie_in(std::string_view field, std::string_view name);

// `name`; over HTTPS with "__Host-" before it, by which a browser knows that no other host and no plain page has set it
// (RFC 6265bis, 4.1.3.2).
std::string cookie_name(const Service& service, std::string_view name);

// The field that sets it, for scripts unseen (HttpOnly); `seconds` 0 removes it. `same_site`: "Strict" or "Lax".
std::string set_cookie(const Service& service, std::string_view name, std::string_view value, std::int64_t seconds,
                       std::string_view same_site);

}  // namespace chitty

#endif  // CHITTY_COOKIE_HPP
