// The word index: which entries have a word, and what it is worth there (relevance.hpp). Plain tables, so that every database answers
// alike, and in the transaction of what is indexed.
#pragma once

#include <chitty/service.hpp>

namespace chittyregistry {

struct Indexed {
  std::string kind, subtype, name;
  chitty::json::object content;
};

// The number of an entry to come. Within a transaction.
chitty::Result<std::int64_t> next_number(chitty::Service& service);

// What the entry says now, in the place of what it said. Within a transaction.
chitty::Result<void> index_entry(chitty::Service& service, std::int64_t number, const Indexed& entry);
chitty::Result<void> unindex_entry(chitty::Service& service, std::int64_t number);

// What a word begins with: words that begin alike are found by it.
std::string head_of(std::string_view word);

}  // namespace chittyregistry
