/// What the program asks of its process before it does anything.
#pragma once

namespace lingan::tools {

/// What a user is told when memory runs out.
inline constexpr char kOutOfMemory[] = "out of memory; try a smaller batch, model or corpus";

/// What a user is told when files cannot be opened any more.
inline constexpr char kOutOfFiles[] = "too many files are open; raise their limit (ulimit -n)";

/// Descriptors 0, 1 and 2 are open: where the caller closed one, to what refuses reading and
/// writing with the system's words for it, so that no file gets its number. Signals that ask for
/// the end remove temporary files first (base/interrupt.h). A pipe whose reader has left, and the
/// limit of a file's size, become errors of the write that meets them.
void prepare_process();

/// @throws IoError if the stack may not grow to what the program and its threads need; they would
/// crash.
void require_stack();

}  // namespace lingan::tools
