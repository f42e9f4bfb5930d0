#include <lingan/base/descriptor.h>

#include <string>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <lingan/base/error.h>

namespace lingan::descriptor_test {
namespace {

struct Pipe {
  Pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) throw_io_error("pipe", "cannot open");
    out = Descriptor(ends[0]);
    in = Descriptor(ends[1]);
  }
  Descriptor out;
  Descriptor in;
};

TEST(Descriptor, IsClosedWithItsOwner) {
  int number = -1;
  {
    Pipe pipe;
    number = pipe.in.get();
    const Descriptor moved = std::move(pipe.in);
    EXPECT_EQ(moved.get(), number);
    EXPECT_FALSE(pipe.in.is_open());
  }
  EXPECT_EQ(::fcntl(number, F_GETFD), -1);
}

TEST(Descriptor, IsNamedByThePathsOfTheSystem) {
  EXPECT_EQ(descriptor_named("/dev/stdin"), 0);
  EXPECT_EQ(descriptor_named("/dev/stdout"), 1);
  EXPECT_EQ(descriptor_named("/dev/stderr"), 2);
  EXPECT_EQ(descriptor_named("/dev/fd/63"), 63);
  EXPECT_EQ(descriptor_named("/dev//fd/./3"), 3);
  EXPECT_EQ(descriptor_named("/proc/self/fd/7"), 7);
  EXPECT_EQ(descriptor_named("/proc/thread-self/fd/0"), 0);
  const std::string own = std::to_string(::getpid());
  EXPECT_EQ(descriptor_named("/proc/" + own + "/fd/1"), 1);
  EXPECT_EQ(descriptor_named("/proc/" + own + "/task/" + own + "/fd/2"), 2);
  EXPECT_EQ(descriptor_named("/proc/1/fd/0"), std::nullopt) << "another process's";
  for (const char* path :
       {"/dev/fd/", "/dev/fd/x", "/dev/fd/-1", "/dev/fd/1x", "/dev/null", "stdin", "-"}) {
    EXPECT_EQ(descriptor_named(path), std::nullopt) << path;
  }
}

TEST(Descriptor, WaitsWhereAnotherProgramMadeItNonBlocking) {
  Pipe pipe;
  const std::string sent(1'000'000, 'x');
  std::thread writer([&] {
    EXPECT_FALSE(write_all(pipe.in.get(), sent));
    pipe.in.close();
  });
  std::string got, piece(10'000, '\0');
  while (const size_t bytes = read_some(pipe.out.get(), piece.data(), piece.size(), "pipe")) {
    got.append(piece, 0, bytes);
  }
  writer.join();
  EXPECT_EQ(got, sent);
}

TEST(Descriptor, SaysWhatTheSystemSays) {
  EXPECT_EQ(write_all(987, "x").message(), "Bad file descriptor");
  char byte;
  try {
    read_some(987, &byte, 1, "name");
    FAIL();
  } catch (const IoError& error) {
    EXPECT_STREQ(error.what(), "name: cannot read: Bad file descriptor");
  }
}

TEST(Descriptor, OfACopyIsNoneOfTheStandardOnes) {
  const Descriptor copy = copy_descriptor(2);
  EXPECT_GT(copy.get(), 2);
  EXPECT_FALSE(copy_descriptor(987).is_open());
}

}  // namespace
}  // namespace lingan::descriptor_test
