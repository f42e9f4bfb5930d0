# lingan_room(NAME [DEPENDS ROOM...] [LINK TARGET...] [TORCH]): the library of lib/lingan/NAME.
#
# Sources are found by name, so that a new file needs no edit here. TORCH rooms share one precompiled torch header. The
# targets are listed in the global properties LINGAN_ROOMS and LINGAN_TORCH_ROOMS.
function(lingan_room name)
  cmake_parse_arguments(ROOM "TORCH" "" "DEPENDS;LINK" ${ARGN})
  set(folder "${PROJECT_SOURCE_DIR}/lib/lingan/${name}")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${folder}/*.cc")
  add_library(lingan_${name} STATIC ${sources})
  add_library(lingan::${name} ALIAS lingan_${name})
  set_target_properties(lingan_${name} PROPERTIES EXPORT_NAME ${name} LINKER_LANGUAGE CXX)
  target_compile_features(lingan_${name} PUBLIC cxx_std_20)
  target_include_directories(lingan_${name} PUBLIC
    "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/lib>" "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
  list(TRANSFORM ROOM_DEPENDS PREPEND lingan_)
  target_link_libraries(lingan_${name} PUBLIC ${ROOM_DEPENDS} ${ROOM_LINK}
    PRIVATE $<BUILD_INTERFACE:lingan_options>)
  if(NOT ROOM_TORCH)
    set_property(GLOBAL APPEND PROPERTY LINGAN_ROOMS lingan_${name})
  else()
    set_property(GLOBAL APPEND PROPERTY LINGAN_TORCH_ROOMS lingan_${name})
    target_link_libraries(lingan_${name} PUBLIC torch::cpu)
    lingan_use_torch_header(lingan_${name})
  endif()
endfunction()

# One precompiled <lingan/model/torch.h> for every target that uses torch.
function(lingan_use_torch_header target)
  if(NOT TARGET lingan_torch_header)
    file(WRITE "${PROJECT_BINARY_DIR}/torch_header.cc" "// Compiles the shared precompiled torch header.\n")
    add_library(lingan_torch_header OBJECT "${PROJECT_BINARY_DIR}/torch_header.cc")
    target_link_libraries(lingan_torch_header PRIVATE torch::cpu Threads::Threads lingan_options)
    target_include_directories(lingan_torch_header PRIVATE "${PROJECT_SOURCE_DIR}/lib")
    target_precompile_headers(lingan_torch_header PRIVATE "${PROJECT_SOURCE_DIR}/lib/lingan/model/torch.h")
    target_compile_definitions(lingan_torch_header PRIVATE FMT_HEADER_ONLY)
  endif()
  # A precompiled header serves only code that is compiled alike: programs as -fPIC, too.
  get_target_property(type ${target} TYPE)
  if(type STREQUAL "EXECUTABLE")
    set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
    target_compile_options(${target} PRIVATE -fPIC)
  endif()
  # libtorch's headers bring an fmt of their own, without its library: use it, or any, as headers.
  target_compile_definitions(${target} PRIVATE FMT_HEADER_ONLY)
  target_precompile_headers(${target} REUSE_FROM lingan_torch_header)
endfunction()
