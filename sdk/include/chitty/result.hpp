// Result<T>: a T or an Error. What boost::system::result does, with the error behind a pointer: nearly every function
// of a plugin returns one, an early return then costs a few instructions, and compiling a plugin a third less.
//
// An early return takes one line (Boost.Outcome's OUTCOME_TRY knows only its own results, and its headers would be in
// every file; these are two lines of our own):
//
//     CHITTY_TRY(const auto body, service.body());       // declares `body`, or returns the error
//     CHITTY_TRY(row["kid"], new_id(service, "key_"));   // or assigns
//     CHITTY_DO(service.event({...}));                   // where there is no value, or it is not wanted
#ifndef CHITTY_RESULT_HPP
#define CHITTY_RESULT_HPP

#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace chitty {

struct Error;

namespace detail {
Error* new_error(const Error& error);
Error* new_error(Error&& error);
void delete_error(Error* error) noexcept;
const Error& no_error();
[[noreturn]] void throw_error(const Error& error);

// An error on its way from one Result into another.
class Failure {
 public:
  explicit Failure(Error* error) : error_(error) {}
  Failure(Failure&& other) noexcept : error_(std::exchange(other.error_, nullptr)) {}
  ~Failure() {
    if (error_) delete_error(error_);
  }
  Error* take() && { return std::exchange(error_, nullptr); }

 private:
  Error* error_;
};
}  // namespace detail

template <class T>
class Result {
 public:
  using value_type = T;

  Result() requires std::is_default_constructible_v<T> : error_(nullptr), value_() {}
  Result(const Error& error) : error_(detail::new_error(error)) {}
  Result(Error&& error) : error_(detail::new_error(std::move(error))) {}
  Result(detail::Failure&& failure) : error_(std::move(failure).take()) {}

  // Of whatever becomes a T.
  template <class U = T>
  requires(std::is_convertible_v<U, T> && !std::is_same_v<std::remove_cvref_t<U>, Result> &&
           !std::is_same_v<std::remove_cvref_t<U>, Error> && !std::is_same_v<std::remove_cvref_t<U>, detail::Failure>)
      Result(U&& value)
      : error_(nullptr), value_(std::forward<U>(value)) {}

  // Of a Result of something that becomes a T.
  template <class U>
  requires(!std::is_same_v<U, T> && std::is_convertible_v<U, T> && !std::is_convertible_v<Result<U>, T>)
      Result(Result<U> other)
      : error_(nullptr) {
    if (other)
      ::new (&value_) T(*std::move(other));
    else
      error_ = std::move(other).failure().take();
  }

  Result(const Result& other) : error_(nullptr) {
    if (other.error_)
      error_ = detail::new_error(*other.error_);
    else
      ::new (&value_) T(other.value_);
  }
  Result(Result&& other) noexcept(std::is_nothrow_move_constructible_v<T>) : error_(nullptr) {
    if (other.error_)
      error_ = detail::new_error(std::move(*other.error_));
    else
      ::new (&value_) T(std::move(other.value_));
  }
  Result& operator=(Result other) noexcept(std::is_nothrow_move_constructible_v<T>) {
    std::destroy_at(this);
    return *::new (this) Result(std::move(other));
  }
  ~Result() {
    if (error_)
      detail::delete_error(error_);
    else
      value_.~T();
  }

  bool has_value() const { return !error_; }
  bool has_error() const { return error_ != nullptr; }
  explicit operator bool() const { return !error_; }

  // The value, which must be there.
  T& operator*() & { return value_; }
  const T& operator*() const& { return value_; }
  T&& operator*() && { return std::move(value_); }
  T* operator->() { return &value_; }
  const T* operator->() const { return &value_; }

  // The value; throws std::runtime_error with the error's message. For tests, and where an error is impossible.
  T& value() & { return check(), value_; }
  const T& value() const& { return check(), value_; }
  T&& value() && { return check(), std::move(value_); }

  // The error; an empty one where there is none, so that a test which expected another fails in words.
  const Error& error() const {
    if (!error_) return detail::no_error();
    return *error_;
  }
  detail::Failure failure() && { return detail::Failure(detail::new_error(std::move(*error_))); }

 private:
  void check() const {
    if (error_) detail::throw_error(*error_);
  }

  Error* error_;  // owned; null: there is a value
  union {
    T value_;
  };
};

template <>
class Result<void> {
 public:
  using value_type = void;

  Result() = default;
  Result(const Error& error) : error_(detail::new_error(error)) {}
  Result(Error&& error) : error_(detail::new_error(std::move(error))) {}
  Result(detail::Failure&& failure) : error_(std::move(failure).take()) {}
  Result(const Result& other) : error_(other.error_ ? detail::new_error(*other.error_) : nullptr) {}
  Result(Result&& other) noexcept : error_(std::exchange(other.error_, nullptr)) {}
  Result& operator=(Result other) noexcept {
    std::swap(error_, other.error_);
    return *this;
  }
  ~Result() {
    if (error_) detail::delete_error(error_);
  }

  bool has_value() const { return !error_; }
  bool has_error() const { return error_ != nullptr; }
  explicit operator bool() const { return !error_; }
  void operator*() const {}
  void value() const {
    if (error_) detail::throw_error(*error_);
  }

  const Error& error() const {
    if (!error_) return detail::no_error();
    return *error_;
  }
  detail::Failure failure() && { return detail::Failure(std::exchange(error_, nullptr)); }

 private:
  Error* error_ = nullptr;
};

#define CHITTY_JOIN_(a, b) a##b
#define CHITTY_JOIN(a, b)  CHITTY_JOIN_(a, b)
#define CHITTY_TRY_AS_(name, target, ...) \
  auto name = (__VA_ARGS__);              \
  if (!name) [[unlikely]]                 \
    return std::move(name).failure();     \
  target = *std::move(name)
#define CHITTY_TRY(target, ...) CHITTY_TRY_AS_(CHITTY_JOIN(chitty_tried_, __COUNTER__), target, __VA_ARGS__)
#define CHITTY_DO(...)                                               \
  do {                                                               \
    if (auto chitty_done = (__VA_ARGS__); !chitty_done) [[unlikely]] \
      return std::move(chitty_done).failure();                       \
  } while (false)

}  // namespace chitty

#endif  // CHITTY_RESULT_HPP
