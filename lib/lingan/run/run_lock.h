/// One process at a time trains a run.
#pragma once

#include <filesystem>

namespace lingan {

/// Holds a run's folder for this process, from construction to destruction; the lock ends with its
/// owner, however that ends. Nothing is written.
class RunLock {
 public:
  /// @param folder  is there.
  /// @throws IoError if another process holds it.
  explicit RunLock(const std::filesystem::path& folder);
  ~RunLock();
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace lingan
