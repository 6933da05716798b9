#include <chitty/abi.hpp>

namespace chitty::abi {

ErrorSlot::~ErrorSlot() {
  if (raw_.release) raw_.release(&raw_);
}

Error ErrorSlot::take(chitty_status status) const {
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

namespace {

struct OwnedError {
  std::string message, hint, details;
};

void CHITTY_CALL release_error(chitty_error* self) {
  delete static_cast<OwnedError*>(self->owner);
  self->owner = nullptr;
  self->release = nullptr;
  self->message = self->hint = self->details = chitty_str{nullptr, 0};
}

}  // namespace

chitty_status fill(chitty_error* out, const Error& error) {
  const auto status = static_cast<chitty_status>(error.code);
  if (!CHITTY_HAS(out, release) || out->release) return status;
  auto* owned = new (std::nothrow)
      OwnedError{error.message, error.hint, error.details.empty() ? std::string() : json::serialize(error.details)};
  out->code = status;
  out->retryable = error.retryable;
  out->retry_after_ms = static_cast<uint64_t>(error.retry_after.count());
  if (!owned) return status;
  out->message = borrow(owned->message);
  out->hint = borrow(owned->hint);
  out->details = borrow(owned->details);
  out->owner = owned;
  out->release = release_error;
  return status;
}

namespace detail {

chitty_status fill_from_exception(chitty_error* out) noexcept {
  try {
    throw;
  } catch (const std::exception& e) {
    return fill(out, make_error(Code::plugin_fault, std::string("internal error: ") + e.what()));
  } catch (...) {
    return fill(out, make_error(Code::plugin_fault, "internal error"));
  }
}

chitty_status CHITTY_CALL append_to_string(void* context, const char* data, uint64_t len) {
  try {
    static_cast<std::string*>(context)->append(data, len);
    return CHITTY_OK;
  } catch (...) {
    return CHITTY_HOST_FAULT;
  }
}

}  // namespace detail

}  // namespace chitty::abi
