// An upload whose bytes are all there becomes evidence.
#pragma once

#include <chitty/service.hpp>

namespace chittyverify {

// Within a transaction. The evidence as a row; the upload is gone then. CONFLICT with the ID of the first when the holder has this content already.
chitty::Result<chitty::Row> register_evidence(chitty::Service& service, const chitty::Row& upload);

}  // namespace chittyverify
