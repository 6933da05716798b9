// What nearly every file of the host includes; compiled once. (It and what it includes of ours have include guards, not
// `#pragma once`: gcc tells files apart by their times, which a compiler cache does not keep.)
#ifndef CHITTY_PRECOMPILED_HPP
#define CHITTY_PRECOMPILED_HPP
#include <chitty/abi.hpp>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#endif  // CHITTY_PRECOMPILED_HPP
