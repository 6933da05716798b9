/* What nearly every C++ source of a plugin includes; chitty_plugin() compiles it once for a plugin of several sources.
 * Nothing need include it, and a source that relies on it includes what it uses all the same. (It and what it includes
 * of ours have include guards, not `#pragma once`: gcc tells files apart by their times, which a compiler cache does
 * not keep. Not plugin.hpp: it names the plugin, and plugins share this.) */
#ifndef CHITTY_SDK_PRECOMPILED_HPP
#define CHITTY_SDK_PRECOMPILED_HPP

#include <algorithm>
#include <boost/json.hpp>
#include <chitty/answers.hpp>
#include <chitty/members.hpp>
#include <chitty/service.hpp>
#include <chitty/time.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#endif
