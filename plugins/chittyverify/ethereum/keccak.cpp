#include "keccak.hpp"

#include <array>
#include <bit>
#include <cstdint>

namespace chittyverify {

namespace {

constexpr std::size_t rate = 136;  // bytes that go in at a time: 1600 bits less twice 256

constexpr std::array<std::uint64_t, 24> round_constants{
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
    0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
    0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};
constexpr std::array<int, 24> rotations{1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44};
constexpr std::array<std::size_t, 24> lanes{10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1};

using State = std::array<std::uint64_t, 25>;

void permute(State& state) {
  for (const auto constant : round_constants) {
    std::array<std::uint64_t, 5> column{};
    for (std::size_t x = 0; x < 5; ++x) column[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
    for (std::size_t x = 0; x < 5; ++x) {
      const auto mixed = column[(x + 4) % 5] ^ std::rotl(column[(x + 1) % 5], 1);
      for (std::size_t y = 0; y < 25; y += 5) state[y + x] ^= mixed;
    }
    auto moved = state[1];
    for (std::size_t i = 0; i < 24; ++i) {
      const auto there = state[lanes[i]];
      state[lanes[i]] = std::rotl(moved, rotations[i]);
      moved = there;
    }
    for (std::size_t y = 0; y < 25; y += 5) {
      std::array<std::uint64_t, 5> row{};
      for (std::size_t x = 0; x < 5; ++x) row[x] = state[y + x];
      for (std::size_t x = 0; x < 5; ++x) state[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
    }
    state[0] ^= constant;
  }
}

void mix_in(State& state, std::size_t at, unsigned char byte) { state[at / 8] ^= static_cast<std::uint64_t>(byte) << (8 * (at % 8)); }

}  // namespace

std::string keccak256(std::string_view data) {
  State state{};
  std::size_t at = 0;
  for (const char c : data) {
    mix_in(state, at, static_cast<unsigned char>(c));
    if (++at < rate) continue;
    permute(state);
    at = 0;
  }
  mix_in(state, at, 0x01);
  mix_in(state, rate - 1, 0x80);
  permute(state);
  std::string digest(32, '\0');
  for (std::size_t i = 0; i < digest.size(); ++i) digest[i] = static_cast<char>(state[i / 8] >> (8 * (i % 8)));
  return digest;
}

}  // namespace chittyverify
