// Which store this is, the numbers of its changes, and each holder's part of the word index.
#pragma once

#include <chitty/search/text_index.hpp>
#include <chitty/service.hpp>

namespace chittycontextual {

// What is said here is the caller's alone, whoever asks: the owner of the daemon too sees only what is theirs.
std::string holder_of(const chitty::Service& service);

// The store's id, and the number of the holder's last change.
struct OwnStore {
  std::string id;
  std::int64_t seq = 0;
};
chitty::Result<OwnStore> own_store(chitty::Service& service, const std::string& holder);

// The numbers of `many` changes to come: the first of them. Within a transaction.
chitty::Result<std::int64_t> next_changes(chitty::Service& service, const std::string& holder, std::int64_t many);

// The holder's part of the index; nothing where there is none yet.
chitty::Result<std::optional<std::int64_t>> space_of(chitty::Service& service, const std::string& holder);

// Numbers of `many` passages to come: the first of them, and the space. Within a transaction.
struct Numbers {
  std::int64_t space = 0, first = 0;
};
chitty::Result<Numbers> next_passages(chitty::Service& service, const std::string& holder, std::int64_t many);

inline chitty::search::TextIndex index_of(chitty::Service& service, std::int64_t space) { return {service.store(), "contextual", space}; }

}  // namespace chittycontextual
