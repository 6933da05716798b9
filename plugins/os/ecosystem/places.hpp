// Where the services of the environment are: its remotes, as the configuration has them.
#pragma once

#include <chitty/host.hpp>

#include <string>
#include <vector>

namespace os {

struct Place {
  std::string name, type;
  std::string base_url;    // no slash at the end; empty: it has none
  std::string health;      // the path that says how it is: "/health", until find_health_pages has looked
  bool installed = false;  // a plugin of its type is
  std::string problem;     // why it has no address, in words
};

// All remotes of the environment, by name.
chitty::Result<std::vector<Place>> places(chitty::Host& host);

// What the manifests of their types say of the path. It reads every manifest, so it is asked only where such a page is.
void find_health_pages(chitty::Host& host, std::vector<Place>& places);

// The environment that this command is for, as far as it can be known without an address: {"staging", "https://os.example"}.
struct Environment {
  std::string name;
  std::string base_url;  // empty: not configured
};
Environment environment_of(chitty::Host& host);

}  // namespace os
