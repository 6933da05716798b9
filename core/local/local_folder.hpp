// Where the local ChittyOS of one user keeps its things. One value, made from the data and the state folder.
#pragma once

#include <cstdint>
#include <filesystem>

namespace chitty::host {

constexpr std::uint16_t default_port = 4271;  // of a ChittyOS on this machine, unless another was said

struct LocalFolder {
  std::filesystem::path root;   // <data>/local, 0700
  std::filesystem::path state;  // where logs go

  LocalFolder(const std::filesystem::path& data, std::filesystem::path state_folder)
      : root(data / "local"), state(std::move(state_folder)) {}

  std::filesystem::path token_file() const { return root / "owner.token"; }
  std::filesystem::path settings_file() const { return root / "chittyd.json"; }
  std::filesystem::path pid_file() const { return root / "chittyd.pid"; }
  std::filesystem::path database() const { return root / "chittyos.db"; }
  std::filesystem::path database_record() const { return root / "database.json"; }  // which one is this daemon's
  std::filesystem::path blobs() const { return root / "blobs"; }
  std::filesystem::path log_file() const { return state / "chittyd.log"; }
  std::filesystem::path access_log() const { return state / "access.ndjson"; }
};

}  // namespace chitty::host
