// What nearly every file of the host includes; compiled once.
#pragma once
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
