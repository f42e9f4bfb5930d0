/// Vectors that a command of the user's gives.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <lingan/metrics/sentence_vectors.h>

namespace lingan::tools {

/// Encodes sentences by a shell command, which is started once: it reads all of them on standard
/// input, one a line, and writes a vector a line, numbers with white space between them.
/// @throws InputError, with the command as place, if it fails, takes longer than the limit, or
/// writes anything but as many vectors of one width as there are sentences; IoError if it cannot be
/// started.
metrics::SentenceVectors encode_by(const std::string& command,
                                   const std::vector<std::string>& sentences,
                                   std::chrono::duration<double> limit);

}  // namespace lingan::tools
