#include <lingan/base/input.h>

#include <exception>
#include <fstream>
#include <functional>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <lingan/base/error.h>

#include "tests/base/packed.h"
#include "tests/test_data.h"

namespace lingan::input_test {
namespace {

using ::testing::HasSubstr;

std::string read_all(ByteSource& source) {
  std::string text, piece(1000, '\0');
  while (const size_t got = source.read(piece.data(), piece.size())) text.append(piece, 0, got);
  return text;
}

std::string read_all(const std::filesystem::path& path) { return read_all(*open_input(path)); }

std::string message_of(const std::function<void()>& action) {
  try {
    action();
    return "(nothing was thrown)";
  } catch (const Error& error) {
    return error.what();
  }
}

std::string path_of(const Descriptor& file) { return "/dev/fd/" + std::to_string(file.get()); }

class InputTest : public ::testing::Test {
 protected:
  std::filesystem::path at(const std::string& name) const { return folder_.path() / name; }
  Descriptor pipe_with(const std::string& text) const {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw_io_error("pipe", "cannot open");
    EXPECT_FALSE(write_all(ends[1], text));
    ::close(ends[1]);
    return Descriptor(ends[0]);
  }

  const testing::TemporaryFolder folder_;
};

/// Whether action() returns true in a process whose standard input is the descriptor; -1: none.
bool holds_with_stdin(int descriptor, const std::function<bool()>& action) {
  const pid_t child = ::fork();
  if (child == 0) {
    descriptor < 0 ? ::close(0) : ::dup2(descriptor, 0);
    try {
      ::_exit(action() ? 42 : 1);
    } catch (const std::exception& error) {
      ::_exit(2);
    }
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 42;
}

TEST_F(InputTest, ReadsAFileAndADescriptorOfOne) {
  std::ofstream(at("file")) << "text";
  EXPECT_EQ(read_all(at("file")), "text");
  const Descriptor file(::open(at("file").c_str(), O_RDONLY));
  EXPECT_EQ(read_all(path_of(file)), "text");
}

TEST_F(InputTest, ReadsPipesAndSockets) {
  EXPECT_EQ(read_all(path_of(pipe_with("text"))), "text");
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
  const Descriptor socket(ends[0]);
  EXPECT_FALSE(write_all(ends[1], "text"));
  ::close(ends[1]);
  EXPECT_EQ(read_all(path_of(socket)), "text");
  ASSERT_EQ(::mkfifo(at("pipe").c_str(), 0600), 0);
  std::thread writer([&] { std::ofstream(at("pipe")) << "text"; });
  EXPECT_EQ(read_all(at("pipe")), "text");
  writer.join();
}

TEST_F(InputTest, ReadsStandardInput) {
  std::ofstream(at("file")) << "before text";
  const Descriptor file(::open(at("file").c_str(), O_RDONLY));
  ::lseek(file.get(), 7, SEEK_SET);
  EXPECT_TRUE(holds_with_stdin(file.get(), [] { return read_all("-") == "text"; }));
  const Descriptor pipe = pipe_with("text");
  EXPECT_TRUE(holds_with_stdin(pipe.get(), [] { return read_all("/dev/stdin") == "text"; }));
  EXPECT_EQ(input_name("-"), "stdin");
  EXPECT_EQ(input_name("file"), "file");
}

TEST_F(InputTest, RefusesAPipeThatWasReadBefore) {
  const Descriptor pipe = pipe_with("text");
  const Descriptor copy = copy_descriptor(pipe.get());
  EXPECT_EQ(read_all(path_of(pipe)), "text");
  for (const Descriptor* again : {&pipe, &copy}) {
    EXPECT_THROW(read_all(path_of(*again)), UsageError);
  }
  std::ofstream(at("file")) << "text";
  const Descriptor file(::open(at("file").c_str(), O_RDONLY));
  EXPECT_TRUE(holds_with_stdin(file.get(), [] {
    return read_all("-") == "text" && read_all("/dev/stdin") == "text" &&
           message_of([] { read_all("-"); }).starts_with("stdin: was read before");
  }));
}

TEST_F(InputTest, SaysWhatTheSystemSaysOfOneThatCannotBeRead) {
  EXPECT_THAT(message_of([&] { read_all(folder_.path()); }),
              HasSubstr(folder_.path().string() + ": cannot read: Is a directory"));
  EXPECT_THAT(message_of([] { read_all("/dev/fd/987"); }),
              HasSubstr("/dev/fd/987: cannot open: Bad file descriptor"));
  EXPECT_THAT(message_of([&] { read_all(at("missing")); }), HasSubstr("No such file or directory"));
  EXPECT_TRUE(holds_with_stdin(-1, [] {
    return message_of([] { read_all("-"); }) == "stdin: cannot open: Bad file descriptor";
  }));
  const Descriptor folder(::open("/", O_RDONLY));
  EXPECT_TRUE(holds_with_stdin(folder.get(), [] {
    return message_of([] { read_all("-"); }) == "stdin: cannot read: Is a directory";
  }));
  const Descriptor closed(::open("/", O_PATH));  // see tools/process.h
  EXPECT_TRUE(holds_with_stdin(closed.get(), [] {
    return message_of([] { read_all("-"); }) == "stdin: cannot read: Bad file descriptor" &&
           message_of([] { read_all("/dev/stdin"); }) ==
               "/dev/stdin: cannot read: Bad file descriptor";
  }));
}

TEST_F(InputTest, UnpacksWhatIsCompressed) {
  std::ofstream(at("file")) << testing::gzip("text");
  EXPECT_EQ(read_all(at("file")), "text");
  EXPECT_EQ(read_all(path_of(pipe_with(testing::xz("text")))), "text");
}

TEST_F(InputTest, MayBeNamedWhereOtherThingsAre) {
  std::ofstream(at("file")) << "text";
  EXPECT_TRUE(names_input(at("file")));
  EXPECT_TRUE(names_input("no/such/file"));
  EXPECT_TRUE(names_input("-"));
  EXPECT_FALSE(names_input("whitespace"));
}

TEST_F(InputTest, IsRereadFromItsFirstByte) {
  std::ofstream(at("file")) << testing::zstd("text");
  const Descriptor pipe = pipe_with("text");
  const Descriptor packed = pipe_with(testing::gzip("text"));
  for (const std::string& path : {at("file").string(), path_of(pipe), path_of(packed)}) {
    const RereadableInput input(path);
    EXPECT_EQ(input.name(), path);
    const auto first = input.open();
    char byte = 0;
    EXPECT_EQ(first->read(&byte, 1), 1u);
    EXPECT_EQ(read_all(*input.open()), "text");
    EXPECT_EQ(read_all(*first), "ext");
  }
  std::ofstream(at("plain")) << "before text";
  const Descriptor file(::open(at("plain").c_str(), O_RDONLY));
  ::lseek(file.get(), 7, SEEK_SET);
  EXPECT_TRUE(holds_with_stdin(file.get(), [] {
    const RereadableInput input("-");
    return read_all(*input.open()) == "text" && read_all(*input.open()) == "text";
  }));
  EXPECT_THROW(RereadableInput("/nowhere/at-all"), IoError);
  const RereadableInput endless("/dev/zero");  // of which no more is kept than was asked for
  for (int reading = 0; reading < 2; ++reading) {
    std::string zeros(1000, 'x');
    const auto source = endless.open();
    for (size_t got = 0; got < zeros.size();) {
      got += source->read(zeros.data() + got, zeros.size() - got);
    }
    EXPECT_EQ(zeros, std::string(1000, '\0'));
  }
  EXPECT_THROW(read_all(*RereadableInput(folder_.path()).open()), IoError);
}

}  // namespace
}  // namespace lingan::input_test
