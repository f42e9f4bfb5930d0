# The installed package: headers, libraries, program, and what find_package(lingan) reads.
include(CMakePackageConfigHelpers)
set(lingan_package "${CMAKE_INSTALL_LIBDIR}/cmake/lingan")

# Rooms with torch are exported apart, so that a project which names none of them needs no torch.
get_property(lingan_rooms GLOBAL PROPERTY LINGAN_ROOMS)
get_property(lingan_torch_rooms GLOBAL PROPERTY LINGAN_TORCH_ROOMS)
install(TARGETS ${lingan_rooms} EXPORT linganTargets)
install(TARGETS lingan ${lingan_torch_rooms} EXPORT linganTorchTargets)
foreach(export IN ITEMS linganTargets linganTorchTargets)
  install(EXPORT ${export} NAMESPACE lingan:: DESTINATION "${lingan_package}")
endforeach()
list(TRANSFORM lingan_rooms REPLACE "^lingan_" "")
list(TRANSFORM lingan_torch_rooms REPLACE "^lingan_" "")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/lib/lingan" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  FILES_MATCHING PATTERN "*.h")

configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/linganConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/linganConfig.cmake" INSTALL_DESTINATION "${lingan_package}")
# Before 1.0 a minor version may change the interface.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/linganConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/linganConfig.cmake" "${PROJECT_BINARY_DIR}/linganConfigVersion.cmake"
  "${CMAKE_CURRENT_LIST_DIR}/LinganTorch.cmake" DESTINATION "${lingan_package}")
