// Between the C structs of plugin.h and C++ values: text, errors, sinks, sources. Used by both sides.
#ifndef CHITTY_ABI_HPP
#define CHITTY_ABI_HPP

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chitty/error.hpp>
#include <new>
#include <string_view>

namespace chitty::abi {

inline chitty_str borrow(std::string_view text) { return {text.data(), text.size()}; }

inline std::string_view view(const chitty_str& text) {
  return text.ptr ? std::string_view(text.ptr, text.len) : std::string_view();
}
inline std::string_view view(const chitty_str* text) { return text ? view(*text) : std::string_view(); }

// True if a struct is there and states at least `end` bytes.
template <class Struct>
constexpr bool covers(const Struct* pointer, std::size_t end) {
  return pointer != nullptr && end <= pointer->struct_size;
}

// True if the field lies within what the other side filled (ABI-06).
#define CHITTY_HAS(pointer, field) \
  ::chitty::abi::covers((pointer), \
                        offsetof(std::remove_cvref_t<decltype(*(pointer))>, field) + sizeof((pointer)->field))

// True if a table has the slot, and something is in it: a slot may be null (ABI-08).
#define CHITTY_OFFERS(table, slot) (CHITTY_HAS((table), slot) && (table)->slot != nullptr)

// An error struct to hand to a callee; releases itself.
class ErrorSlot {
 public:
  ErrorSlot() { raw_.struct_size = sizeof raw_; }
  ~ErrorSlot();
  ErrorSlot(const ErrorSlot&) = delete;
  ErrorSlot& operator=(const ErrorSlot&) = delete;

  chitty_error* get() { return &raw_; }

  // The error as a value, for a callee that returned `status`.
  Error take(chitty_status status) const;

 private:
  chitty_error raw_{};
};

// Fill the caller's struct from a value; returns the status to return. The first error wins.
chitty_status fill(chitty_error* out, const Error& error);

namespace detail {
chitty_status fill_from_exception(chitty_error* out) noexcept;  // the one that is being handled
}  // namespace detail

// Run `body` (a function to chitty_status) so that nothing leaves but a status (ABI-18).
template <class Body>
chitty_status guarded(chitty_error* out, Body&& body) noexcept {
  try {
    return body();
  } catch (...) {
    return detail::fill_from_exception(out);
  }
}

namespace detail {
chitty_status CHITTY_CALL append_to_string(void* context, const char* data, uint64_t len);
}  // namespace detail

// A sink that appends to a string of yours.
inline chitty_sink sink_to(std::string& text) { return {sizeof(chitty_sink), 0, &text, detail::append_to_string}; }

// A sink that calls a function object of yours with each piece; it returns a chitty_status.
template <class Function>
chitty_sink sink_to_function(Function& function) {
  return {sizeof(chitty_sink), 0, &function, [](void* context, const char* data, uint64_t len) -> chitty_status {
            try {
              return (*static_cast<Function*>(context))(std::string_view(data, len));
            } catch (...) {
              return CHITTY_HOST_FAULT;
            }
          }};
}

}  // namespace chitty::abi

#endif  // CHITTY_ABI_HPP
