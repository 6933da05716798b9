#include <chitty/error.hpp>
#include <stdexcept>

namespace chitty {

Error::Error() = default;
Error::Error(const Error&) = default;
Error::Error(Error&&) noexcept = default;
Error& Error::operator=(const Error&) = default;
Error& Error::operator=(Error&&) = default;
Error::~Error() = default;

namespace detail {

Error* new_error(const Error& error) { return new Error(error); }
Error* new_error(Error&& error) { return new Error(std::move(error)); }
void delete_error(Error* error) noexcept { delete error; }
const Error& no_error() {
  static const Error none;
  return none;
}

void throw_error(const Error& error) { throw std::runtime_error(error.message); }

}  // namespace detail

Error make_error(Code code, std::string message, std::string hint) {
  Error error;
  error.code = code;
  error.message = std::move(message);
  error.hint = std::move(hint);
  return error;
}

Error usage_error(std::string message, std::string hint) {
  return make_error(Code::invalid_argument, std::move(message), std::move(hint));
}

}  // namespace chitty
