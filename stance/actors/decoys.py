"""Names that hold the name of an actor and are none: media, firms, places, teams. Longest match lets them win."""

from __future__ import annotations

from stance.actors.objection import Objection

_MEDIA = """
South China Morning Post | Moscow Times | The Moscow Times | Kyiv Post | Kyiv Independent | Washington Post
The Washington Post | Washington Times | New York Times | The New York Times | Times of India | Hindustan Times
India Today | Jerusalem Post | Times of Israel | Japan Times | Korea Herald | Korea Times | Straits Times
Tehran Times | Prague Post | Baltic Times | Cyprus Mail | Irish Times | Wall Street Journal | Financial Times
Asia Times | Taipei Times | USA Today | Le Monde | El Pais | Radio Free Europe | Radio Free Asia | Deutsche Welle
Al Jazeera | Harvard International Review | Yonhap | Associated Press | The Hindu | Indian Express
The Indian Express | Daily Sabah | Hurriyet Daily News | Egypt Independent | Khaleej Times | Gulf News
Georgia Today | Phnom Penh Post | Bangkok Post | Jakarta Post | Nikkei Asia | Washington Examiner | Politico Europe
Foreign Policy | Foreign Affairs | War on the Rocks | Japan Today | Korea JoongAng Daily | New Zealand Herald
Sydney Morning Herald | American Conservative | Boston Globe | Canada Free Press | Israel Hayom
Iran International | Times of Oman | Dhaka Tribune | Kathmandu Post | Buenos Aires Times | Lagos Times
France Football | Chicago Tribune | The Nation | Middle East Eye | Middle East Monitor | Britannica | Wikinews
"""
_FIRMS = """
Bank of China | Bank of America | Bank of Ireland | Bank of Baroda | Industrial and Commercial Bank of China
American Express | American Airlines | British Airways | British Petroleum | Air India | Air France | Air China
Air Canada | Air New Zealand | Air Algerie | China Airlines | China Eastern | China Southern | China Mobile
China Telecom | China Unicom | Royal Dutch Shell | Swiss Re | Swiss Air | Singapore Airlines | Turkish Airlines
Malaysia Airlines | Japan Airlines | Korean Air | Qatar Airways | Ethiopian Airlines | Kenya Airways
Philippine Airlines | Russian Standard | Deutsche Bank | Bank of Scotland | Royal Bank of Scotland
Royal Bank of Canada | Canada Goose | Texas Instruments | American Eagle | Nord Stream | Turkish Stream | TurkStream
Jordan Brand | Air Jordan
"""
_NAMES = """
Persian Gulf | Gulf of Oman | Strait of Hormuz | Panama Papers | Panama Canal | New Mexico | New England
New Jersey | New Hampshire | New York | West Virginia | American Samoa | French Polynesia | French Guiana
French Riviera | British Virgin Islands | British Columbia | Indian Ocean | East China Sea | South China Sea
Sea of Japan | Bay of Bengal | Gulf of Mexico | Gulf of Guinea | Gulf of Thailand | Korean Peninsula
Korean peninsula | English Channel | Irish Sea | Norwegian Sea | Taiwan Strait | Taiwan Straits | Niger Delta
Niger River | River Niger | River Jordan | Jordan River | Jordan Valley | Congo River | Congo Basin | Lake Victoria
Lake Chad | Lake Chad Basin | Washington Irving | George Washington | Port Washington | Fort Washington
Korean War | Vietnam War | Gulf War | Crimean War | Falklands War | Boer War | Cold War | Mount Lebanon
Lebanon County | Mexico City | Panama City | Kuwait City | Guatemala City | Tunis Air | Swiss Alps
Bosnian Pyramid | San Jose, California | Washington State | Washington state | Washington DC | Washington D.C.
Washington, D.C. | Washington, DC | District of Columbia | Georgia Tech | Atlanta, Georgia | Savannah, Georgia
Augusta, Georgia | Athens, Georgia | Lebanon, Pennsylvania | Paris, Texas | Moscow, Idaho | Cuba Gooding
Latin America | Latin American | Latin Americans | South America | South American | Central America
Central American | North America | North American | Indo-Pacific | Indo-European | Indochina | Indian subcontinent
West Indies | West Indian | Dutch East India Company | East India Company | British East India Company
Norwegian Nobel Committee | Swedish Academy | American Chamber of Commerce | American University
Netherlands Antilles | Bermuda Triangle | Greenland Sea | Paris Club | London Club
French Quarter | Chinese New Year | Irish Republican Army | Greek mythology
Roman Catholic | Roman Catholics | Roman Empire | Holy Roman Empire | Paris Hilton | Paris Agreement | Paris Accord
Paris Accords | Paris climate agreement | Paris climate accord | Paris Climate Agreement | Paris Climate Accord
UN Paris Agreement | Vienna Convention | Geneva Convention | Geneva Conventions | Budapest Memorandum | Warsaw Pact
Minsk Agreement | Minsk Agreements | Minsk agreements | Minsk agreement | Minsk Protocol | Minsk Protocols
Minsk accords | Minsk process | Minsk II | Oslo Accords | Oslo Accord | Oslo accords | Dayton Accords
Doha Agreement | Doha Round | Kyoto Protocol | Montreal Protocol | Astana Process | Astana process | Prague Spring
Spanish Civil War | American Civil War | Russian Revolution | French Revolution | Iranian Revolution
American Revolution | Islamic Revolution | Cuban missile crisis | Cuban Missile Crisis | Iran Contra
Iran-Contra Affair | Iran-Contra | Treaty of Washington | Washington Consensus | Moscow Conservatory
London Bridge | London Stock Exchange | Tokyo Stock Exchange | Amazon Prime | National Security Council
the West Coast | the West Midlands | the West End | the West Village | the West Wing | the West Indies
Congress Party | Congress party | Party Congress | Communist Party Congress | World Congress | National Congress
Western Australia | South Australia | Western Macedonia | Central Macedonia | Eastern Macedonia | Northern Irish
Upper Austria | Lower Austria | Inner Mongolia | Trans-Siberian | Istanbul Convention | Abraham Accords
Montreux Convention | New Caledonia | New Britain | New Guinea | New South Wales
"""
_WARES = """
German Shepherd | Swiss Army knife | Mexican standoff | Guinea pig | Guinea pigs | Guinea fowl | Guinea worm
Turkish delight | Turkish Delight | Brussels sprouts | Russian roulette | Russian Roulette | Spanish flu
Spanish Flu | Japanese encephalitis
"""
_ANCESTRIES = """
Native American | Native Americans | African American | African Americans
"""
_TOURNAMENTS = """
French Open | US Open | U.S. Open | Australian Open | British Open | Italian Open | China Open | Qatar Open
Monaco Grand Prix | Indian Wells | Real Madrid | Atletico Madrid | Paris Saint-Germain
"""
_LISTS = (
    (_MEDIA, Objection("private media", "media")),
    (_FIRMS, Objection("a firm", "company")),
    (_NAMES, Objection("part of another name", "other_name")),
    (_WARES, Objection("a language, food or ware", "food")),
    (_ANCESTRIES, Objection("an ancestry", "ancestry")),
    (_TOURNAMENTS, Objection("a team or sports event", "team")),
)


def _read() -> dict[str, Objection]:
    return {
        name.strip(): objection
        for text, objection in _LISTS
        for line in text.splitlines()
        for name in line.split("|")
        if name.strip()
    }


DECOYS = _read()
