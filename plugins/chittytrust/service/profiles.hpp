// Profiles: as somebody gives one with a request, and as they are kept.
#pragma once

#include <chitty/service.hpp>
#include <chittytrust_names.hpp>

#include "../score/profile.hpp"

namespace chittytrust {

// What is given, at the time `at`: a credential counts while it is in force, a connection once it is established. INVALID_ARGUMENT
// names a time or an entity that is none.
chitty::Result<Profile> profile_given(const chitty::Service& service, const std::string& entity, const shapes::Profile& given, std::int64_t at);

// What is kept; an empty one where nothing is.
chitty::Result<Profile> profile_kept(chitty::Service& service, const std::string& entity, std::int64_t at);

// Keeps what is given in the place of what was given before. Within a transaction.
chitty::Result<void> keep_profile(chitty::Service& service, const std::string& entity, const shapes::Profile& given);

// One connection more, or one interaction more on one that is there. Within a transaction.
chitty::Result<void> connect(chitty::Service& service, const std::string& source, const std::string& target, std::string_view type, std::int64_t at);

// A credential that another service has issued or revoked; when an entity came into being. Within a transaction.
chitty::Result<void> keep_credential(chitty::Service& service, const std::string& entity, const std::string& id, const std::string& type, const std::string& issuer, std::int64_t at);
chitty::Result<void> revoke_credential(chitty::Service& service, const std::string& id);
chitty::Result<void> keep_creation(chitty::Service& service, const std::string& entity, std::int64_t at);

}  // namespace chittytrust
