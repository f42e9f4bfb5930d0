#include <lingan/run/run_lock.h>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <lingan/base/error.h>

namespace lingan {

RunLock::RunLock(const std::filesystem::path& folder)
    : descriptor_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  if (descriptor_ < 0) {
    throw IoError(std::string("cannot open: ") + std::strerror(errno), folder.string());
  }
  // A file system without locks has no other process to keep out.
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return;
  ::close(descriptor_);
  throw IoError("another process is training this run; wait for it or end it", folder.string());
}

RunLock::~RunLock() { ::close(descriptor_); }

}  // namespace lingan
