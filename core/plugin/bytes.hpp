// Numbers and pieces out of bytes that nobody has vouched for: every read is checked against the end.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chitty::host {

// The little-endian number at `at`, or nothing when it would reach beyond the end.
template <std::unsigned_integral T>
std::optional<T> little_endian(std::string_view bytes, std::uint64_t at) {
  if (at > bytes.size() || bytes.size() - at < sizeof(T)) return std::nullopt;
  T number = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i)
    number |= static_cast<T>(static_cast<T>(static_cast<unsigned char>(bytes[at + i])) << (8 * i));
  return number;
}

template <std::unsigned_integral T>
std::optional<T> big_endian(std::string_view bytes, std::uint64_t at) {
  if (at > bytes.size() || bytes.size() - at < sizeof(T)) return std::nullopt;
  T number = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i)
    number = static_cast<T>(static_cast<std::uint64_t>(number) << 8 | static_cast<unsigned char>(bytes[at + i]));
  return number;
}

template <std::unsigned_integral T>
void put_little_endian(std::string& to, T number) {
  for (std::size_t i = 0; i < sizeof(T); ++i) to += static_cast<char>(number >> (8 * i));
}

// `size` bytes from `at`, or nothing when they would reach beyond the end.
inline std::optional<std::string_view> piece(std::string_view bytes, std::uint64_t at, std::uint64_t size) {
  if (at > bytes.size() || bytes.size() - at < size) return std::nullopt;
  return bytes.substr(static_cast<std::size_t>(at), static_cast<std::size_t>(size));
}

// The text at `at`, up to its zero byte; nothing when there is none before the end.
inline std::optional<std::string_view> zero_ended(std::string_view bytes, std::uint64_t at) {
  if (at >= bytes.size()) return std::nullopt;
  const auto rest = bytes.substr(static_cast<std::size_t>(at));
  const auto end = rest.find('\0');
  if (end == std::string_view::npos) return std::nullopt;
  return rest.substr(0, end);
}

}  // namespace chitty::host
