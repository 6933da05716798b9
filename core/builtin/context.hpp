// What the host's own commands work with, instead of a plugin's `Host`: what is installed, and what is configured.
#pragma once

namespace chitty {

struct Paths;
class Catalogue;
class Config;

struct BuiltinContext {
  const Paths& paths;
  Catalogue& catalogue;
  Config& config;
};

}  // namespace chitty
