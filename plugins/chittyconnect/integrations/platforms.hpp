// Platforms that are known here: where they are, how a credential goes with a request, what shows that it works.
#pragma once

#include <span>
#include <string_view>
#include <utility>

namespace chittyconnect::integrations {

struct Platform {
  std::string_view slug, alias, name, category, base_url;
  std::string_view probe;                                   // a path that answers 2xx to a good credential and changes nothing
  std::pair<std::string_view, std::string_view> fields[2];  // of every request
};

std::span<const Platform> platforms();

// By slug or alias; null: none is called so.
const Platform* platform_called(std::string_view name);

// The slug of a platform for its slug or alias; else the name itself.
std::string_view slug_of(std::string_view name);

}  // namespace chittyconnect::integrations
