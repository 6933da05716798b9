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
  ~ErrorSlot() {
    if (raw_.release) raw_.release(&raw_);
  }
  ErrorSlot(const ErrorSlot&) = delete;
  ErrorSlot& operator=(const ErrorSlot&) = delete;

  chitty_error* get() { return &raw_; }

  // The error as a value, for a callee that returned `status`.
  Error take(chitty_status status) const {
    Error error;
    error.code = static_cast<Code>(raw_.code ? raw_.code : status);
    error.message = view(raw_.message);
    error.hint = view(raw_.hint);
    error.retryable = raw_.retryable != 0;
    error.retry_after = std::chrono::milliseconds(raw_.retry_after_ms);
    boost::system::error_code ec;
    if (json::value details = json::parse(view(raw_.details), ec); !ec && details.is_object())
      error.details = std::move(details.get_object());
    return error;
  }

 private:
  chitty_error raw_{};
};

namespace detail {
struct OwnedError {
  std::string message, hint, details;
};
inline void CHITTY_CALL release_error(chitty_error* self) {
  delete static_cast<OwnedError*>(self->owner);
  self->owner = nullptr;
  self->release = nullptr;
  self->message = self->hint = self->details = chitty_str{nullptr, 0};
}
}  // namespace detail

// Fill the caller's struct from a value; returns the status to return. The first error wins.
inline chitty_status fill(chitty_error* out, const Error& error) {
  const auto status = static_cast<chitty_status>(error.code);
  if (!CHITTY_HAS(out, release) || out->release) return status;
  auto* owned = new (std::nothrow) detail::OwnedError{
      error.message, error.hint, error.details.empty() ? std::string() : json::serialize(error.details)};
  out->code = status;
  out->retryable = error.retryable;
  out->retry_after_ms = static_cast<uint64_t>(error.retry_after.count());
  if (!owned) return status;
  out->message = borrow(owned->message);
  out->hint = borrow(owned->hint);
  out->details = borrow(owned->details);
  out->owner = owned;
  out->release = detail::release_error;
  return status;
}

// Run `body` (a function to chitty_status) so that nothing leaves but a status (ABI-18).
template <class Body>
chitty_status guarded(chitty_error* out, Body&& body) noexcept {
  try {
    return body();
  } catch (const std::exception& e) {
    return fill(out, make_error(Code::plugin_fault, std::string("Something failed inside: ") + e.what()));
  } catch (...) {
    return fill(out, make_error(Code::plugin_fault, "Something failed inside, without words."));
  }
}

namespace detail {
inline chitty_status CHITTY_CALL append_to_string(void* context, const char* data, uint64_t len) {
  try {
    static_cast<std::string*>(context)->append(data, len);
    return CHITTY_OK;
  } catch (...) {
    return CHITTY_HOST_FAULT;
  }
}
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
