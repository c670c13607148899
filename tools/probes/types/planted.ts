export const planted = [process, console, setTimeout, fetch, crypto];
