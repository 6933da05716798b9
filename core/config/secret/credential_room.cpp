#include "config/secret/credential_room.hpp"

#include "base/disk_room.hpp"
#include "base/files.hpp"
#include "config/secret/secrets.hpp"

namespace chitty::host {

namespace {

// A secret, and what the configuration grows by when it refers to one.
constexpr std::size_t room_of_a_secret = 16 * 1024;

Error not_spent(Error error) {
  error.message = "cannot save a new credential, so none was requested: " + error.message;
  return error;
}

}  // namespace

Result<void> prove_room(const Paths& paths, const Config& config) {
  if (auto kept = prove_secret_room(paths, room_of_a_secret); !kept) return not_spent(kept.error());
  const auto file = end_of_links(config.file());
  if (!file) return not_spent(file.error());
  if (auto made = make_folder(file->parent_path()); !made) return not_spent(with_advice(made.error()));
  if (auto room = check_room(file->parent_path(), config.user().text.size() + room_of_a_secret); !room) return not_spent(room.error());
  return {};
}

}  // namespace chitty::host
