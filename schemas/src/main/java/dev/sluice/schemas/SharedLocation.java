package dev.sluice.schemas;

import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;

/// A place on a map.
///
/// @param latitude in degrees, -90 to 90
/// @param longitude in degrees, -180 to 180
@JsonTypeName("location")
public record SharedLocation(
    double latitude,
    double longitude,
    @Nullable String name,
    @Nullable String address,
    @Nullable String link)
    implements Content {

  private static final double LATITUDE_MOST = 90;
  private static final double LONGITUDE_MOST = 180;

  /// @throws InvalidSetting when there is no such place
  public SharedLocation {
    Settings.between("latitude", latitude, -LATITUDE_MOST, LATITUDE_MOST);
    Settings.between("longitude", longitude, -LONGITUDE_MOST, LONGITUDE_MOST);
  }

  /// Without the place: it may be where somebody lives.
  @Override
  public String toString() {
    return "SharedLocation";
  }
}
