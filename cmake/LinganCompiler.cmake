# Language level, warnings, sanitizers and ccache, for every target of this project.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Precompiled headers need the sloppiness that ccache's manual names for them.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_NOHASHDIR=1 ${CCACHE_PROGRAM})
endif()

add_library(lingan_options INTERFACE)
target_compile_options(lingan_options INTERFACE -Wall -Wextra -Wno-unused-parameter)
if(LINGAN_WERROR)
  target_compile_options(lingan_options INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(lingan_options INTERFACE -fpch-preprocess)
  if(CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # GCC 12 warns of overlaps in std::string's own code (GCC bug 105651).
    target_compile_options(lingan_options INTERFACE -Wno-restrict)
  else()
    # GCC 13 takes any reference out of a function that was given a temporary for one to it, and warns of bounds in
    # std::vector<bool>'s own code, where libtorch uses it.
    target_compile_options(lingan_options INTERFACE -Wno-dangling-reference -Wno-array-bounds)
  endif()
endif()
if(LINGAN_SANITIZE)
  add_compile_options(-fsanitize=${LINGAN_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${LINGAN_SANITIZE})
endif()
if(LINGAN_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "LINGAN_FUZZ needs clang: cmake --preset fuzz")
  endif()
  # The libraries are watched for coverage; the targets alone get libFuzzer's main.
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
